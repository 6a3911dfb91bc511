package io.selfheal.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class DependencyRecordTest {

    private static final Path ROOT = Path.of("..");

    private static Stream<Path> poms() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files
                    .filter(file -> file.endsWith("pom.xml") && !file.toString().contains("/target/"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("poms")
    void everyDependencyHasALineThatSaysWhatItIsFor(Path pom) throws Exception {
        // given
        String record = Files.readString(ROOT.resolve("docs/decisions/dependencies.md"));
        TreeSet<String> unexplained = new TreeSet<>();

        // when
        NodeList dependencies = parse(pom).getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            String artifact = text(dependency, "artifactId");
            boolean managed = isInside(dependency, "dependencyManagement");
            if (!managed && !artifact.startsWith("selfheal-") && !record.contains("`" + artifact + "`")) {
                unexplained.add(artifact);
            }
        }

        // then
        assertThat(unexplained)
                .as("dependencies of %s without a line in docs/decisions/dependencies.md: what for, what else", pom)
                .isEmpty();
    }

    private static Document parse(Path pom) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
    }

    private static String text(Element parent, String tag) {
        return parent.getElementsByTagName(tag).item(0).getTextContent();
    }

    private static boolean isInside(Node node, String tag) {
        Node parent = node.getParentNode();
        return parent != null && (parent.getNodeName().equals(tag) || isInside(parent, tag));
    }
}
