package io.atoms.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DotChartTest {

    private static final List<String> LINES = List.of("deep", "a < b & c");
    private static final List<DotChart.Series> SERIES = List.of(
            new DotChart.Series("atoms", Map.of("deep", new Ratio(2, 0.5), "a < b & c", new Ratio(4, Double.NaN))),
            new DotChart.Series("arez", Map.of("deep", new Ratio(16, 20))));

    private static Document draw(List<DotChart.Series> series) throws Exception {
        String svg = DotChart.svg("a title", LINES, series);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    /** The x of each mark of a series, that of the legend first. */
    private static List<Double> marks(Document svg, int series) {
        List<Double> marks = new ArrayList<>();
        NodeList paths = svg.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            if (path.getAttribute("class").equals("mark s" + series)) {
                Matcher x = Pattern.compile("translate\\(([-\\d.]+),").matcher(path.getAttribute("transform"));
                assertThat(x.find()).isTrue();
                marks.add(Double.valueOf(x.group(1)));
            }
        }
        return marks;
    }

    @Test
    void chart_hasAMarkForEachRatio_onALogarithmicScale() throws Exception {
        Document svg = draw(SERIES);
        List<Double> atoms = marks(svg, 0);
        List<Double> arez = marks(svg, 1);
        assertThat(atoms).hasSize(3);
        assertThat(arez).hasSize(2);
        double two = atoms.get(1);
        double four = atoms.get(2);
        double sixteen = arez.get(1);
        assertThat(sixteen - four).isCloseTo(2 * (four - two), org.assertj.core.api.Assertions.within(0.3));
    }

    @Test
    void chart_followsTheReadersColours_andFitsAnyWidth() throws Exception {
        String svg = DotChart.svg("a title", LINES, SERIES);
        assertThat(svg).contains("prefers-color-scheme: dark", "viewBox=\"0 0 960 ");
        assertThat(draw(SERIES).getDocumentElement().hasAttribute("width")).isFalse();
    }

    @Test
    void chart_escapesNames() throws Exception {
        NodeList texts = draw(SERIES).getElementsByTagName("text");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            all.add(texts.item(i).getTextContent());
        }
        assertThat(all).contains("a < b & c", "a title", "atoms");
    }

    @Test
    void chart_ofNothing_isStillAChart() throws Exception {
        assertThat(draw(List.of()).getElementsByTagName("path").getLength()).isZero();
    }
}
