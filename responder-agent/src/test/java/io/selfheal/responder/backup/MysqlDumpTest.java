package io.selfheal.responder.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loaded for trial, a dump must not speak to the living database. */
class MysqlDumpTest {
    private static String copied(String dump) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MysqlDump.copy(new ByteArrayInputStream(dump.getBytes(UTF_8)), out, "blog");
        return out.toString(UTF_8);
    }

    @Test
    void theLinesThatChooseItsDatabaseAreLeftOutAndNothingElse() throws IOException {
        String own = "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `blog` /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE"
                + " utf8mb4_general_ci */;\n\nUSE `blog`;\n"
                + "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `blog` /*!40100 DEFAULT CHARACTER SET utf8mb4 */ /*!80016"
                + " DEFAULT ENCRYPTION='N' */;\n";
        String rest = "CREATE TABLE `user` (`used` int);\nINSERT INTO `user` VALUES ('" + "Ωé".repeat(2000)
                + "');\n-- USE `shop`;\n/*!50001 CREATE VIEW `v` AS SELECT 1 */;\n\n-- Dump completed";

        assertThat(copied(own + rest)).isEqualTo("\n" + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "USE `shop`;",
                "use shop;",
                "  USE `blog2`;",
                "USE `blog`; DROP TABLE `shop`.`t`;",
                "CREATE DATABASE `shop`;",
                "CREATE SCHEMA shop;",
                "CREATE DATABASE `blog`; DROP DATABASE `shop`;",
                "/*!40000 DROP DATABASE IF EXISTS `blog`*/;",
                "DROP DATABASE `shop`;"
            })
    void aDumpOfAnythingElseIsRefused(String line) {
        assertThatThrownBy(() -> copied("SELECT 1;\n" + line + "\nSELECT 2;\n"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the dump speaks of another database than blog: ");
    }
}
