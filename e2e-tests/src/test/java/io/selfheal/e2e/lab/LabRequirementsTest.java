package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabRequirementsTest {

    @Test
    void theScriptThatInstallsThePackagesKnowsAllOfThem() throws IOException {
        List<String> words = List.of(Files.readString(Path.of("lab-packages")).split("[\\s']+"));

        assertThat(words).containsAll(LabRequirements.debianPackages());
    }
}
