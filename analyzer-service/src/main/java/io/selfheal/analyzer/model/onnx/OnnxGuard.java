package io.selfheal.analyzer.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Looks at an ONNX file before native code does. A model is numbers and plain arithmetic on them: no operators from
 * elsewhere, no loops, no data in other files, nothing that makes a small file into a large computation.
 */
public final class OnnxGuard {
    /** Largest file, in bytes: a scikit-learn forest of 1,000 trees is about 20 MiB. */
    public static final int MAX_BYTES = 32 << 20;

    private static final int MAX_NODES = 50_000;
    private static final int MAX_DEPTH = 20;
    private static final Set<String> PLAIN = Set.of(
            "Abs",
            "Add",
            "And",
            "ArgMax",
            "Cast",
            "Clip",
            "Concat",
            "Constant",
            "Div",
            "Equal",
            "Exp",
            "Flatten",
            "Gather",
            "Gemm",
            "Greater",
            "GreaterOrEqual",
            "Identity",
            "Less",
            "LessOrEqual",
            "Log",
            "MatMul",
            "Max",
            "Mean",
            "Min",
            "Mul",
            "Neg",
            "Not",
            "Or",
            "Pow",
            "Reciprocal",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceSum",
            "Relu",
            "Reshape",
            "Sigmoid",
            "Slice",
            "Softmax",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Sum",
            "Tanh",
            "Transpose",
            "Unsqueeze",
            "Where");
    private static final Set<String> MACHINE_LEARNING = Set.of(
            "ArrayFeatureExtractor",
            "Binarizer",
            "Imputer",
            "LabelEncoder",
            "LinearClassifier",
            "LinearRegressor",
            "Normalizer",
            "Scaler",
            "SVMClassifier",
            "SVMRegressor",
            "TreeEnsembleClassifier",
            "TreeEnsembleRegressor");

    private OnnxGuard() {}

    /**
     * Checks a file.
     *
     * @param name of the file, for the message
     * @param output the output that holds the figure of each row
     * @return the place of that output among the graph's outputs
     * @throws ModelRefused if it is anything but arithmetic on our features
     */
    public static int check(String name, byte[] bytes, String output) throws ModelRefused {
        if (bytes.length > MAX_BYTES) {
            throw new ModelRefused(name + " has " + bytes.length + " bytes; allowed: up to " + MAX_BYTES);
        }
        ModelProto model = parse(name, bytes);
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (!isOurs(set.getDomain())) {
                throw new ModelRefused(name + " uses operators of '" + Excerpt.of(set.getDomain(), 60)
                        + "'; allowed: those of ONNX and ai.onnx.ml");
            }
        }
        if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
            throw new ModelRefused(name + " carries functions or training steps; allowed: one graph");
        }
        GraphProto graph = model.getGraph();
        checkNodes(name, graph);
        if (graph.getSparseInitializerCount() > 0) {
            throw new ModelRefused(name + " has sparse tensors; allowed: dense ones");
        }
        for (TensorProto tensor : graph.getInitializerList()) {
            checkTensor(name, tensor);
        }
        checkInput(name, graph);
        List<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        int place = outputs.indexOf(output);
        if (place < 0) {
            throw new ModelRefused(name + " has no output '" + Excerpt.of(output, 60) + "'; it has: "
                    + Excerpt.of(String.join(", ", outputs), 200));
        }
        return place;
    }

    private static ModelProto parse(String name, byte[] bytes) throws ModelRefused {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            in.setRecursionLimit(MAX_DEPTH);
            return ModelProto.parseFrom(in);
        } catch (IOException e) {
            throw new ModelRefused(name + " is no ONNX file: " + Excerpt.of(String.valueOf(e.getMessage()), 200), e);
        }
    }

    private static void checkNodes(String name, GraphProto graph) throws ModelRefused {
        if (graph.getNodeCount() == 0 || graph.getNodeCount() > MAX_NODES) {
            throw new ModelRefused(name + " has " + graph.getNodeCount() + " nodes; allowed: 1 to " + MAX_NODES);
        }
        for (NodeProto node : graph.getNodeList()) {
            Set<String> allowed = node.getDomain().equals(OnnxGraph.ML) ? MACHINE_LEARNING : PLAIN;
            if (!isOurs(node.getDomain()) || !allowed.contains(node.getOpType())) {
                throw new ModelRefused(name + " uses the operator '"
                        + Excerpt.of(node.getDomain() + " " + node.getOpType(), 80)
                        + "'; allowed: plain arithmetic, scalers, linear models and tree ensembles");
            }
            for (AttributeProto attribute : node.getAttributeList()) {
                checkAttribute(name, attribute);
            }
        }
    }

    private static void checkAttribute(String name, AttributeProto attribute) throws ModelRefused {
        if (attribute.hasG()
                || attribute.getGraphsCount() > 0
                || attribute.hasSparseTensor()
                || attribute.getSparseTensorsCount() > 0) {
            throw new ModelRefused(name + " has a graph or sparse tensor within a node; allowed: numbers and texts");
        }
        if (attribute.hasT()) {
            checkTensor(name, attribute.getT());
        }
        for (TensorProto tensor : attribute.getTensorsList()) {
            checkTensor(name, tensor);
        }
    }

    private static void checkTensor(String name, TensorProto tensor) throws ModelRefused {
        if (tensor.getDataLocation() != TensorProto.DataLocation.DEFAULT || tensor.getExternalDataCount() > 0) {
            throw new ModelRefused(name + " keeps data in another file; allowed: everything in one file");
        }
    }

    private static void checkInput(String name, GraphProto graph) throws ModelRefused {
        List<String> constants =
                graph.getInitializerList().stream().map(TensorProto::getName).toList();
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !constants.contains(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw new ModelRefused(name + " has " + inputs.size() + " inputs; allowed: one table of features");
        }
        TensorShapeProto shape = inputs.getFirst().getType().getTensorType().getShape();
        int element = inputs.getFirst().getType().getTensorType().getElemType();
        long columns = shape.getDimCount() == 2 ? shape.getDim(1).getDimValue() : -1;
        if (element != TensorProto.DataType.FLOAT_VALUE || columns != Feature.COUNT) {
            throw new ModelRefused(name + " takes " + columns + " columns of element type " + element + "; allowed: "
                    + Feature.COUNT + " floats, the features of " + Feature.VERSION);
        }
    }

    private static boolean isOurs(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx") || domain.equals(OnnxGraph.ML);
    }
}
