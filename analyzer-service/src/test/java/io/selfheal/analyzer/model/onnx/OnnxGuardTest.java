package io.selfheal.analyzer.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.selfheal.analyzer.model.Rows;
import io.selfheal.analyzer.model.forest.IsolationForest;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OnnxGuardTest {
    private static final byte[] GOOD = OnnxExport.of(IsolationForest.train(Rows.alike(300, 1), Parameters.DEFAULT));

    private static byte[] changed(Consumer<ModelProto.Builder> change) {
        try {
            ModelProto.Builder model = ModelProto.newBuilder().mergeFrom(GOOD);
            change.accept(model);
            return model.build().toByteArray();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(byte[] bytes, String why) {
        assertThatThrownBy(() -> OnnxGuard.check("m.onnx", bytes, "score"))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining("m.onnx")
                .hasMessageContaining(why);
    }

    @Test
    void ourOwnForestPasses() throws ModelRefused {
        assertThat(OnnxGuard.check("m.onnx", GOOD, "score")).isZero();
    }

    @Test
    void operatorsFromElsewhereAreRefused() {
        assertRefused(
                changed(m -> m.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("com.example").setVersion(1))),
                "com.example");
        assertRefused(
                changed(m -> m.getGraphBuilder()
                        .addNode(NodeProto.newBuilder()
                                .setDomain("com.microsoft")
                                .setOpType("Gelu"))),
                "com.microsoft Gelu");
    }

    @Test
    void loopsFunctionsAndGraphsWithinNodesAreRefused() {
        assertRefused(
                changed(m -> m.getGraphBuilder().addNode(NodeProto.newBuilder().setOpType("Loop"))), "Loop");
        assertRefused(changed(m -> m.addFunctions(FunctionProto.newBuilder().setName("f"))), "functions");
        assertRefused(
                changed(m -> m.getGraphBuilder()
                        .getNodeBuilder(0)
                        .addAttribute(
                                AttributeProto.newBuilder().setName("body").setG(GraphProto.getDefaultInstance()))),
                "within a node");
    }

    @Test
    void dataInOtherFilesIsRefused() {
        assertRefused(
                changed(m -> m.getGraphBuilder()
                        .getInitializerBuilder(0)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)),
                "another file");
    }

    @Test
    void otherFeaturesAndOutputsAreRefused() {
        assertRefused(
                changed(m -> m.getGraphBuilder()
                        .getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(1)
                        .setDimValue(3)),
                "takes 3 columns");
        assertThatThrownBy(() -> OnnxGuard.check("m.onnx", GOOD, "scores")).hasMessageContaining("it has: score");
    }

    @Test
    void tooLargeFilesAndGarbageAreRefused() {
        assertRefused(new byte[OnnxGuard.MAX_BYTES + 1], "allowed: up to");
        assertRefused(new byte[0], "0 nodes");
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] broken = GOOD.clone();
            for (int flips = 0; flips < 20; flips++) {
                broken[random.nextInt(2000)] = (byte) random.nextInt(256);
            }
            try {
                OnnxGuard.check("m.onnx", broken, "score");
            } catch (ModelRefused e) {
                assertThat(e).hasMessageContaining("m.onnx");
            }
        }
    }
}
