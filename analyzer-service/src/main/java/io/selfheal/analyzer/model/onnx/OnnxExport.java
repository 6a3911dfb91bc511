package io.selfheal.analyzer.model.onnx;

import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.forest.IsolationForest;
import io.selfheal.analyzer.model.forest.IsolationTree;
import io.selfheal.analyzer.model.forest.RobustScaling;
import java.util.ArrayList;
import java.util.List;

/** Our models as ONNX files: features as extracted in, one figure between 0 and 1 out, scaling inside. */
public final class OnnxExport {
    /** Scaled features of a classifier are cut to this: one that is far away must not outvote the others. */
    public static final float OUTLIER = 20;

    private OnnxExport() {}

    /** Scaler, one tree ensemble that averages path lengths, and {@code 2^(-mean/c)}. */
    public static byte[] of(IsolationForest forest) {
        OnnxGraph graph = new OnnxGraph("isolation-forest");
        addScaler(graph, forest.scaling());
        addTrees(graph, forest.trees());
        return graph.constant("minus-one-over-c", List.of(1L), (float) (-1 / forest.normal()))
                .constant("two", List.of(1L), 2)
                .node("", "Mul", "exponent", List.of("path", "minus-one-over-c"))
                .node("", "Pow", OnnxGraph.OUTPUT, List.of("two", "exponent"))
                .finish();
    }

    /**
     * Scaler, bound, weighted sum and sigmoid: a logistic regression.
     *
     * @param weights one for each feature
     */
    public static byte[] of(RobustScaling scaling, float[] weights, float bias) {
        OnnxGraph graph = new OnnxGraph("classifier");
        addScaler(graph, scaling);
        return graph.constant("weights", List.of((long) weights.length, 1L), weights)
                .constant("bias", List.of(1L), bias)
                .constant("least", List.of(), -OUTLIER)
                .constant("most", List.of(), OUTLIER)
                .node("", "Clip", "bounded", List.of("scaled", "least", "most"))
                .node("", "MatMul", "product", List.of("bounded", "weights"))
                .node("", "Add", "sum", List.of("product", "bias"))
                .node("", "Sigmoid", OnnxGraph.OUTPUT, List.of("sum"))
                .finish();
    }

    private static void addScaler(OnnxGraph graph, RobustScaling scaling) {
        graph.node(
                OnnxGraph.ML,
                "Scaler",
                "scaled",
                List.of(OnnxGraph.INPUT),
                OnnxGraph.floats("offset", boxed(scaling.offset())),
                OnnxGraph.floats("scale", boxed(scaling.scale())));
    }

    private static void addTrees(OnnxGraph graph, List<IsolationTree> trees) {
        List<Long> treeIds = new ArrayList<>();
        List<Long> nodeIds = new ArrayList<>();
        List<Long> features = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        List<String> modes = new ArrayList<>();
        List<Long> lefts = new ArrayList<>();
        List<Long> rights = new ArrayList<>();
        List<Long> leafTrees = new ArrayList<>();
        List<Long> leafNodes = new ArrayList<>();
        List<Long> targets = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        for (int t = 0; t < trees.size(); t++) {
            IsolationTree tree = trees.get(t);
            for (int n = 0; n < tree.size(); n++) {
                boolean leaf = tree.isLeaf(n);
                treeIds.add((long) t);
                nodeIds.add((long) n);
                features.add(leaf ? 0L : tree.feature(n));
                values.add(leaf ? 0f : tree.value(n));
                modes.add(leaf ? "LEAF" : "BRANCH_LEQ");
                lefts.add(leaf ? 0L : tree.left(n));
                rights.add(leaf ? 0L : tree.right(n));
                if (leaf) {
                    leafTrees.add((long) t);
                    leafNodes.add((long) n);
                    targets.add(0L);
                    weights.add(tree.value(n));
                }
            }
        }
        graph.node(
                OnnxGraph.ML,
                "TreeEnsembleRegressor",
                "path",
                List.of("scaled"),
                OnnxGraph.text("aggregate_function", "AVERAGE"),
                OnnxGraph.text("post_transform", "NONE"),
                OnnxGraph.integer("n_targets", 1),
                OnnxGraph.integers("nodes_treeids", treeIds),
                OnnxGraph.integers("nodes_nodeids", nodeIds),
                OnnxGraph.integers("nodes_featureids", features),
                OnnxGraph.floats("nodes_values", values),
                OnnxGraph.texts("nodes_modes", modes),
                OnnxGraph.integers("nodes_truenodeids", lefts),
                OnnxGraph.integers("nodes_falsenodeids", rights),
                OnnxGraph.integers("target_treeids", leafTrees),
                OnnxGraph.integers("target_nodeids", leafNodes),
                OnnxGraph.integers("target_ids", targets),
                OnnxGraph.floats("target_weights", weights));
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(Feature.COUNT);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
