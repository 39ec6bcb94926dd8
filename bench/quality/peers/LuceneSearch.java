import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/**
 * Searches in memory for who writes to its input: lines of article, tab, text; an empty line; then lines of articles
 * (separated by spaces, none for all), tab, question. For each question it writes place, score and milliseconds of CPU.
 */
public final class LuceneSearch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    public static void main(String[] arguments) throws Exception {
        Analyzer analyzer = arguments[0].equals("smart") ? new SmartChineseAnalyzer() : new CJKAnalyzer();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        PrintStream output = new PrintStream(System.out, true, "UTF-8");
        Directory directory = new ByteBuffersDirectory();
        output.println(index(directory, analyzer, input));
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        QueryBuilder builder = new QueryBuilder(analyzer);
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            long begun = THREADS.getCurrentThreadCpuTime();
            String[] parts = line.split("\t", 2);
            ScoreDoc[] found = search(searcher, builder.createBooleanQuery("text", parts[1]), parts[0]);
            String best = found.length == 0 ? "-1 0" : place(searcher, found[0]) + " " + found[0].score;
            output.println(best + " " + (THREADS.getCurrentThreadCpuTime() - begun) / 1e6);
        }
    }

    private static int index(Directory directory, Analyzer analyzer, BufferedReader input) throws Exception {
        int count = 0;
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (String line = input.readLine(); line != null && !line.isEmpty(); line = input.readLine()) {
                String[] parts = line.split("\t", 2);
                Document document = new Document();
                document.add(new StringField("article", parts[0], Field.Store.NO));
                document.add(new TextField("text", parts[1], Field.Store.NO));
                document.add(new StoredField("place", count++));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        return count;
    }

    private static ScoreDoc[] search(IndexSearcher searcher, Query query, String only) throws Exception {
        if (query == null) {
            return new ScoreDoc[0];
        }
        if (only.isEmpty()) {
            return searcher.search(query, 1).scoreDocs;
        }
        List<BytesRef> articles = new ArrayList<>();
        for (String article : only.split(" ")) {
            articles.add(new BytesRef(article));
        }
        Query within = new BooleanQuery.Builder()
            .add(query, BooleanClause.Occur.MUST)
            .add(new TermInSetQuery("article", articles), BooleanClause.Occur.FILTER)
            .build();
        return searcher.search(within, 1).scoreDocs;
    }

    private static int place(IndexSearcher searcher, ScoreDoc found) throws Exception {
        return searcher.doc(found.doc).getField("place").numericValue().intValue();
    }
}
