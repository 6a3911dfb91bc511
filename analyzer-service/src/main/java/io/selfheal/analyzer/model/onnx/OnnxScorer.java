package io.selfheal.analyzer.model.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.selfheal.analyzer.model.feature.Feature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A model in ONNX Runtime, through DJL: a batch of rows in, a figure for each out. One native session with one thread,
 * guarded by this object's lock, which {@link #close()} takes too: a model that is replaced ends after its last batch.
 * Batches make it cheap: a row alone costs four times as much as one of 64.
 */
public final class OnnxScorer implements AutoCloseable {
    private static final String ENGINE = "OnnxRuntime";
    /** One thread: the analyzer's own threads are the cores' load. */
    private static final Map<String, String> OPTIONS = Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1");

    private static final int PROBES = 64;

    private final String name;
    private final Model model;
    private final Predictor<float[][], float[]> predictor;
    private boolean closed;

    private OnnxScorer(String name, Model model, int output) {
        this.name = name;
        this.model = model;
        this.predictor = model.newPredictor(new Rows(output));
    }

    /**
     * Loads a model that {@link OnnxGuard} let pass, and tries it on rows of zeros and ones.
     *
     * @param name of the file, for messages
     * @param output name of the output that holds the figure
     * @throws ModelRefused if the file is refused, the native library is not there, or a figure is not finite
     */
    public static OnnxScorer load(String name, byte[] bytes, String output) throws ModelRefused {
        int place = OnnxGuard.check(name, bytes, output);
        // Never ask the network for anything: the library is in the jar.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        Model model = null;
        try {
            RuntimeStart.start(ENGINE);
            model = Model.newInstance(name, ENGINE);
            model.load(new ByteArrayInputStream(bytes), OPTIONS);
            OnnxScorer scorer = new OnnxScorer(name, model, place);
            scorer.probe();
            return scorer;
        } catch (ModelRefused e) {
            model.close();
            throw e;
        } catch (IOException | MalformedModelException | LinkageError | RuntimeException e) {
            if (model != null) {
                model.close();
            }
            throw new ModelRefused(name + " cannot be loaded by ONNX Runtime: " + reason(e), e);
        }
    }

    /**
     * Scores rows.
     *
     * @return a figure for each row, in order
     * @throws ModelRefused if the runtime fails, or the model was closed
     */
    public synchronized float[] score(List<float[]> rows) throws ModelRefused {
        if (rows.isEmpty()) {
            return new float[0];
        }
        if (closed) {
            throw new ModelRefused(name + " was replaced");
        }
        try {
            float[] figures = predictor.predict(rows.toArray(float[][]::new));
            if (figures.length != rows.size()) {
                throw new ModelRefused(
                        name + " gave " + figures.length + " figures for " + rows.size() + " rows; allowed: one each");
            }
            return figures;
        } catch (TranslateException | RuntimeException e) {
            throw new ModelRefused(name + " failed: " + reason(e), e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            predictor.close();
            model.close();
        }
    }

    private void probe() throws ModelRefused {
        List<float[]> rows = new java.util.ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            float[] row = new float[Feature.COUNT];
            for (int c = 0; c < row.length; c++) {
                row[c] = i >> c % 6 & 1;
            }
            rows.add(row);
        }
        for (float figure : score(rows)) {
            if (!Float.isFinite(figure)) {
                throw new ModelRefused(name + " gives figures that are no numbers");
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return io.selfheal.schemas.text.Excerpt.of(root.getClass().getSimpleName() + ": " + root.getMessage(), 300);
    }

    /** Rows as one tensor; the figures of one output back. */
    private record Rows(int output) implements NoBatchifyTranslator<float[][], float[]> {
        @Override
        public NDList processInput(TranslatorContext context, float[][] rows) {
            float[] flat = new float[rows.length * Feature.COUNT];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(rows[i], 0, flat, i * Feature.COUNT, Feature.COUNT);
            }
            return new NDList(context.getNDManager().create(flat, new Shape(rows.length, Feature.COUNT)));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
            return list.get(output).toFloatArray();
        }
    }
}
