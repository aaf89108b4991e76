/** onnxruntime behind a small typed surface. Runs block their thread: use it in the engine process only. */

export { type ExternalData, type OnnxHeader, readOnnxHeader } from "./header.ts";
export { missingOperators } from "./kernels.ts";
export { openSession, type Session, type SessionOptions } from "./session.ts";
export {
  type ElementType,
  type Feeds,
  type FloatType,
  floats,
  floatTensor,
  type Tensor,
  type TensorInfo,
  tensor,
} from "./tensor.ts";
