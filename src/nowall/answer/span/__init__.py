"""Which words of a record answer a question: the short answer, and the evidence that there is one."""
