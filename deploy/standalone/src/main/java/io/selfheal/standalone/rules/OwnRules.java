package io.selfheal.standalone.rules;

import io.selfheal.analyzer.rules.RuleCompiler;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.rule.ParserCompiler;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleFolder;
import io.selfheal.schemas.rules.RuleRefusal;
import io.selfheal.schemas.rules.RuleRefusedException;
import io.selfheal.schemas.rules.RuleText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The rules that ship with others over them: from folders, as collector and analyzer would take them, or from single
 * files. What a file holds follows from its content. A file that is wrong is refused; the others count.
 *
 * @param refusals what was not taken, and why
 */
public record OwnRules(ParserSet parsers, RuleSet rules, List<RuleRefusal> refusals) {
    /** A parser file names its dataset; no other file has that key. */
    private static final Pattern DATASET = Pattern.compile("(?m)^[\"']?dataset[\"']? *:");

    public OwnRules {
        refusals = List.copyOf(refusals);
    }

    /** What ships and what these folders hold. */
    public static OwnRules ofFolders(List<Path> folders) {
        List<RuleRefusal> refusals = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path path : folders) {
            RuleFolder.Listing listing = new RuleFolder(path).list();
            refusals.addAll(listing.refusals());
            listing.files().forEach(file -> files.add(file.path()));
        }
        return of(files, refusals);
    }

    /** What ships and these files, whoever they belong to. */
    static OwnRules ofFiles(List<Path> files) {
        return of(files, new ArrayList<>());
    }

    private static OwnRules of(List<Path> files, List<RuleRefusal> refusals) {
        Map<String, String> parsers = new LinkedHashMap<>();
        Map<String, String> rules = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                String text = RuleText.read(file);
                (DATASET.matcher(text).find() ? parsers : rules).put(file.toString(), text);
            } catch (RuleRefusedException e) {
                refusals.add(e.refusal());
            }
        }
        return new OwnRules(
                composed(new ParserCompiler(), parsers, refusals),
                composed(new RuleCompiler(), rules, refusals),
                refusals);
    }

    private static <P, T> T composed(
            DropIns.Compiler<P, T> compiler, Map<String, String> texts, List<RuleRefusal> refusals) {
        Map<String, P> read = new LinkedHashMap<>();
        texts.forEach((file, text) -> {
            try {
                read.put(file, compiler.read(file, text));
            } catch (RuleRefusedException e) {
                refusals.add(e.refusal());
            }
        });
        while (true) {
            try {
                return compiler.compose(List.copyOf(read.values()));
            } catch (RuleRefusedException e) {
                refusals.add(e.refusal());
                if (read.remove(e.refusal().file()) == null) {
                    throw new IllegalStateException("the rules of this build do not go together", e);
                }
            }
        }
    }
}
