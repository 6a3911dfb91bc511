package io.selfheal.analyzer.rules;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes scenarios and signatures of what an administrator's folder holds. */
public final class RuleCompiler implements DropIns.Compiler<RuleFile, RuleSet> {
    @Override
    public RuleFile read(String file, String text) throws RuleRefusedException {
        try {
            return RuleFile.read(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (RuleException e) {
            throw refused(e);
        }
    }

    @Override
    public RuleSet compose(List<RuleFile> files) throws RuleRefusedException {
        try {
            return RuleSet.shippedWith(files);
        } catch (RuleException e) {
            throw refused(e);
        }
    }

    private static RuleRefusedException refused(RuleException e) {
        return new RuleRefusedException(e.file(), String.valueOf(e.getMessage()));
    }
}
