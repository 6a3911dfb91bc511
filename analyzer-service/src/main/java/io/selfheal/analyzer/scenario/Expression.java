package io.selfheal.analyzer.scenario;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter in CEL, for what the keys cannot say: compiled and type-checked once, over the names of
 * {@link ExpressionField}. Its cost is bounded: no macros, so no loops; {@code matches} runs RE2, which is linear in
 * its text; texts of events are bounded by their parsers. Where it cannot be worked out (a division by zero) it does
 * not hold.
 */
public final class Expression {
    static final int LONGEST = 1000;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(32)
            .maxRegexProgramSize(1000)
            .build();
    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    private static final Pattern FIRST_ERROR = Pattern.compile("ERROR: [^:]*:(\\d+):(\\d+): ([^\\n]*)");

    private final String text;
    private final CelRuntime.Program program;

    private Expression(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    /** What is wrong with an expression, and where in its text. */
    static final class WrongException extends Exception {
        private final int line;
        private final int column;

        WrongException(int line, int column, String problem) {
            super(problem);
            this.line = line;
            this.column = column;
        }

        /** From 1. */
        int line() {
            return line;
        }

        /** From 1. */
        int column() {
            return column;
        }
    }

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setResultType(SimpleType.BOOL);
        for (ExpressionField field : ExpressionField.values()) {
            builder.addVar(field.wireName(), field.type());
        }
        return builder.build();
    }

    static Expression of(String text) throws WrongException {
        if (text.length() > LONGEST) {
            throw new WrongException(1, 1, "has " + text.length() + " characters; allowed: up to " + LONGEST);
        }
        CelValidationResult result = COMPILER.compile(text);
        if (result.hasError()) {
            Matcher error = FIRST_ERROR.matcher(result.getErrorString());
            if (error.find()) {
                throw new WrongException(
                        Integer.parseInt(error.group(1)), Integer.parseInt(error.group(2)), error.group(3));
            }
            throw new WrongException(1, 1, result.getErrorString());
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            return new Expression(text, RUNTIME.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new WrongException(1, 1, String.valueOf(e.getMessage()));
        }
    }

    boolean holds(Occurrence occurrence) {
        try {
            return Boolean.TRUE.equals(program.eval(name -> {
                ExpressionField field = ExpressionField.ofName(name);
                return field == null ? Optional.empty() : Optional.of(field.of(occurrence));
            }));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
