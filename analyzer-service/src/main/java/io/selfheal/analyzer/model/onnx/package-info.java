/** Models as ONNX files: written, checked, and run by ONNX Runtime through DJL. */
@NullMarked
package io.selfheal.analyzer.model.onnx;

import org.jspecify.annotations.NullMarked;
