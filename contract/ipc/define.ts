/** How a call and an event of the bridge between window and main process are described. */
import type { z } from "zod";

/** A call from the window: what it takes and what it gives back. */
export interface Call<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  input: Input;
  output: Output;
}

export function call<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Call<Input, Output> {
  return { input, output };
}
