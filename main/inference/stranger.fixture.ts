/** A process that is no engine: it greets as UNDERSTUDY_TEST_GREETING says, or ends at once. */
const greeting = process.env.UNDERSTUDY_TEST_GREETING;
if (greeting) {
  process.send?.(JSON.parse(greeting));
  setInterval(() => {}, 1000);
} else {
  console.error("libonnxruntime.so.1: cannot open shared object file");
  process.exitCode = 3;
}
