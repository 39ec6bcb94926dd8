"""Where articles come from: files and folders, web pages, feeds. Each gives `Document` values."""
