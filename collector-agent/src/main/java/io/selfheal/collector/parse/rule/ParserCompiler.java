package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleRefusedException;
import java.util.List;

/** Makes parsers of what an administrator's folder holds. */
public final class ParserCompiler implements DropIns.Compiler<RuleFile, ParserSet> {
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
