/**
 * The one door to onnxruntime-node, which makes it keep to itself: official builds for Linux and macOS send
 * names and hashes of models, errors and an id of the machine to Microsoft unless this variable is set when
 * the first session starts. On Windows they write events for the system's own tracing; the binding has no
 * switch for that.
 */

export { InferenceSession, listSupportedBackends, Tensor } from "onnxruntime-node";

process.env.ORT_DISABLE_TELEMETRY = "1";
