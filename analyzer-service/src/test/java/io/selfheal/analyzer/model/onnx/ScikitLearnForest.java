package io.selfheal.analyzer.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.selfheal.analyzer.model.feature.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Stands in for {@code skl2onnx.to_onnx(IsolationForest(...).fit(X), X)}, which cannot run here (no Python packages):
 * an ONNX file with the structure that skl2onnx writes (skl2onnx/operator_converters/isolation_forest.py): for each
 * tree a Gather of its columns, a TreeEnsembleRegressor whose leaves give their own node id, two LabelEncoders from
 * node id to samples and to nodes on the path, the average path length of that many samples spelled out in arithmetic;
 * a Sum over the trees; outputs {@code label} (1 or -1) and {@code scores} (the decision function). {@link #decision}
 * computes the same from scikit-learn's published formula, in double precision, without ONNX.
 */
final class ScikitLearnForest {
    static final double OFFSET = -0.58;
    private static final double EULER = 0.5772156649015329;

    private final List<Tree> trees = new ArrayList<>();
    private final int sample;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("IsolationForest");

    /** As sklearn.tree._tree.Tree has it; feature -2 and children -1 mark a leaf. */
    private static final class Tree {
        private final List<Integer> feature = new ArrayList<>();
        private final List<Float> threshold = new ArrayList<>();
        private final List<Integer> left = new ArrayList<>();
        private final List<Integer> right = new ArrayList<>();
        private final List<Integer> samples = new ArrayList<>();

        int add(int column, float at, int count) {
            feature.add(column);
            threshold.add(at);
            left.add(-1);
            right.add(-1);
            samples.add(count);
            return feature.size() - 1;
        }
    }

    ScikitLearnForest(List<float[]> rows, int count, int sample, long seed) {
        this.sample = sample;
        Random random = new Random(seed);
        for (int t = 0; t < count; t++) {
            List<float[]> seen = new ArrayList<>();
            for (int i = 0; i < sample; i++) {
                seen.add(rows.get(random.nextInt(rows.size())));
            }
            Tree tree = new Tree();
            grow(tree, seen, 0, (int) Math.ceil(Math.log(sample) / Math.log(2)), random);
            trees.add(tree);
        }
    }

    private static int grow(Tree tree, List<float[]> rows, int depth, int deepest, Random random) {
        int column = random.nextInt(Feature.COUNT);
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (float[] row : rows) {
            least = Math.min(least, row[column]);
            most = Math.max(most, row[column]);
        }
        if (depth == deepest || rows.size() < 2 || least == most) {
            return tree.add(-2, -2, rows.size());
        }
        float at = least + random.nextFloat() * (most - least) * 0.999f;
        int node = tree.add(column, at, rows.size());
        tree.left.set(node, grow(tree, pick(rows, column, at, true), depth + 1, deepest, random));
        tree.right.set(node, grow(tree, pick(rows, column, at, false), depth + 1, deepest, random));
        return node;
    }

    private static List<float[]> pick(List<float[]> rows, int column, float at, boolean below) {
        return rows.stream().filter(row -> row[column] <= at == below).toList();
    }

    private static double averagePath(int n) {
        return n <= 1 ? 0 : n == 2 ? 1 : 2 * (Math.log(n - 1.0) + EULER) - 2 * (n - 1.0) / n;
    }

    /** {@code decision_function}: {@code score_samples(X) - offset_}, score_samples the opposite of the paper's score. */
    double decision(float[] row) {
        double depths = 0;
        for (Tree tree : trees) {
            int node = 0;
            int length = 1;
            while (tree.left.get(node) >= 0) {
                node = row[tree.feature.get(node)] <= tree.threshold.get(node)
                        ? tree.left.get(node)
                        : tree.right.get(node);
                length++;
            }
            depths += length + averagePath(tree.samples.get(node)) - 1;
        }
        return -Math.pow(2, -depths / (trees.size() * averagePath(sample))) - OFFSET;
    }

    byte[] onnx() {
        graph.addInput(value("X", TensorProto.DataType.FLOAT_VALUE, Feature.COUNT));
        graph.addOutput(value("label", TensorProto.DataType.INT64_VALUE, 1));
        graph.addOutput(value("scores", TensorProto.DataType.FLOAT_VALUE, 1));
        for (float constant : new float[] {-2, -1, 0, 1, 2}) {
            number("c" + (int) constant, constant);
        }
        number("euler", (float) EULER);
        integers("shape", -1, 1);
        long[] columns = new long[Feature.COUNT];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
        integers("columns", columns);
        List<String> depths = new ArrayList<>();
        for (int t = 0; t < trees.size(); t++) {
            depths.add(tree(t));
        }
        number("normal", (float) (trees.size() * averagePath(sample)));
        number("offset", (float) -OFFSET);
        node("", "Sum", "depths", depths);
        node("", "Div", "mean", List.of("depths", "normal"));
        node("", "Neg", "minus_mean", List.of("mean"));
        node("", "Pow", "power", List.of("c2", "minus_mean"));
        node("", "Neg", "minus_power", List.of("power"));
        node("", "Add", "scores", List.of("minus_power", "offset"));
        node("", "Less", "less", List.of("scores", "c0"));
        node("", "Cast", "less_int", List.of("less"), OnnxGraph.integer("to", TensorProto.DataType.INT64_VALUE));
        integers("i-2", -2);
        integers("i1", 1);
        node("", "Mul", "less_two", List.of("less_int", "i-2"));
        node("", "Add", "label", List.of("less_two", "i1"));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("skl2onnx")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(15))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(2))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private String tree(int t) {
        Tree tree = trees.get(t);
        String p = "t" + t + "_";
        node("", "Gather", p + "x", List.of("X", "columns"), OnnxGraph.integer("axis", 1));
        List<Long> zeros = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        List<Long> features = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        List<String> modes = new ArrayList<>();
        List<Long> lefts = new ArrayList<>();
        List<Long> rights = new ArrayList<>();
        List<Long> leaves = new ArrayList<>();
        for (int n = 0; n < tree.feature.size(); n++) {
            boolean leaf = tree.left.get(n) < 0;
            zeros.add(0L);
            ids.add((long) n);
            features.add(leaf ? 0L : (long) tree.feature.get(n));
            values.add(leaf ? 0f : tree.threshold.get(n));
            modes.add(leaf ? "LEAF" : "BRANCH_LEQ");
            lefts.add(leaf ? 0L : (long) tree.left.get(n));
            rights.add(leaf ? 0L : (long) tree.right.get(n));
            if (leaf) {
                leaves.add((long) n);
            }
        }
        node(
                "ai.onnx.ml",
                "TreeEnsembleRegressor",
                p + "leaf",
                List.of(p + "x"),
                OnnxGraph.integer("n_targets", 1),
                OnnxGraph.text("post_transform", "NONE"),
                OnnxGraph.integers("nodes_treeids", zeros),
                OnnxGraph.integers("nodes_nodeids", ids),
                OnnxGraph.integers("nodes_featureids", features),
                OnnxGraph.floats("nodes_values", values),
                OnnxGraph.texts("nodes_modes", modes),
                OnnxGraph.integers("nodes_truenodeids", lefts),
                OnnxGraph.integers("nodes_falsenodeids", rights),
                OnnxGraph.integers(
                        "target_treeids", leaves.stream().map(l -> 0L).toList()),
                OnnxGraph.integers("target_nodeids", leaves),
                OnnxGraph.integers("target_ids", leaves.stream().map(l -> 0L).toList()),
                OnnxGraph.floats(
                        "target_weights", leaves.stream().map(Long::floatValue).toList()));
        node("", "Cast", p + "id", List.of(p + "leaf"), OnnxGraph.integer("to", TensorProto.DataType.INT64_VALUE));
        encode(p + "samples", p + "id", leavesTo(tree, true));
        encode(p + "path", p + "id", leavesTo(tree, false));
        node("", "Equal", p + "is_two", List.of(p + "samples", "c2"));
        cast(p + "two", p + "is_two");
        node("", "Greater", p + "is_more", List.of(p + "samples", "c2"));
        cast(p + "more", p + "is_more");
        node("", "Mul", p + "n", List.of(p + "more", p + "samples"));
        node("", "Add", p + "n_1", List.of(p + "n", "c-1"));
        node("", "Max", p + "n_1_1", List.of(p + "n_1", "c1"));
        node("", "Log", p + "log", List.of(p + "n_1_1"));
        node("", "Add", p + "log_e", List.of(p + "log", "euler"));
        node("", "Mul", p + "twice", List.of(p + "log_e", "c2"));
        node("", "Max", p + "n_1_0", List.of(p + "n_1", "c0"));
        node("", "Max", p + "n_at_least_1", List.of(p + "n", "c1"));
        node("", "Div", p + "ratio", List.of(p + "n_1_0", p + "n_at_least_1"));
        node("", "Mul", p + "minus", List.of(p + "ratio", "c-2"));
        node("", "Add", p + "average", List.of(p + "twice", p + "minus"));
        node("", "Mul", p + "of_more", List.of(p + "average", p + "more"));
        node("", "Add", p + "average_path", List.of(p + "two", p + "of_more"));
        node("", "Add", p + "with_path", List.of(p + "path", p + "average_path"));
        node("", "Add", p + "depth", List.of(p + "with_path", "c-1"));
        return p + "depth";
    }

    private static Map<Integer, Float> leavesTo(Tree tree, boolean samples) {
        Map<Integer, Float> labels = new TreeMap<>();
        walk(tree, 0, 1, samples, labels);
        return labels;
    }

    private static void walk(Tree tree, int node, int length, boolean samples, Map<Integer, Float> labels) {
        if (tree.left.get(node) < 0) {
            labels.put(node, samples ? (float) tree.samples.get(node) : (float) length);
            return;
        }
        walk(tree, tree.left.get(node), length + 1, samples, labels);
        walk(tree, tree.right.get(node), length + 1, samples, labels);
    }

    private void encode(String to, String from, Map<Integer, Float> labels) {
        node(
                "ai.onnx.ml",
                "LabelEncoder",
                to + "_flat",
                List.of(from),
                OnnxGraph.integers(
                        "keys_int64s",
                        labels.keySet().stream().map(Integer::longValue).toList()),
                OnnxGraph.floats("values_floats", labels.values()));
        node("", "Reshape", to, List.of(to + "_flat", "shape"));
    }

    private void cast(String to, String from) {
        node("", "Cast", to, List.of(from), OnnxGraph.integer("to", TensorProto.DataType.FLOAT_VALUE));
    }

    private void node(String domain, String type, String to, List<String> from, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(type)
                .setName("N" + to)
                .addAllInput(from)
                .addOutput(to)
                .addAllAttribute(List.of(attributes)));
    }

    private void number(String name, float value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(1)
                .addFloatData(value));
    }

    private void integers(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
    }

    private static ValueInfoProto value(String name, int type, int columns) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder())
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(columns)))))
                .build();
    }
}
