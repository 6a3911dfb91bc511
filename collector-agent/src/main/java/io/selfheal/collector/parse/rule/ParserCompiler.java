package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleFolder;
import io.selfheal.schemas.rules.RuleRefusedException;
import java.nio.file.Path;
import java.util.List;

/** Makes parsers of what an administrator's folder holds. */
public final class ParserCompiler implements DropIns.Compiler<RuleFile, ParserSet> {
    /** The parsers that ship, over them those of the folder as they are now; a file that is refused stands in the status. */
    public static DropIns<RuleFile, ParserSet> over(Path folder) {
        try {
            return new DropIns<>(new RuleFolder(folder), new ParserCompiler()).load();
        } catch (RuleRefusedException e) {
            throw new IllegalStateException("the parsers of this build do not go together", e);
        }
    }

    @Override
    public RuleFile read(String file, String text) throws RuleRefusedException {
        try {
            return RuleFileReader.read(file, text);
        } catch (RuleFileException e) {
            throw refused(e);
        }
    }

    @Override
    public ParserSet compose(List<RuleFile> files) throws RuleRefusedException {
        try {
            return ParserSet.builtInWith(files);
        } catch (RuleFileException e) {
            throw refused(e);
        }
    }

    private static RuleRefusedException refused(RuleFileException e) {
        return new RuleRefusedException(e.place().file(), String.valueOf(e.getMessage()));
    }
}
