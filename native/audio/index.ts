/** Sound: convolution, WAV files, loudness, and a thread to do it on. */
export { convolve } from "./convolve.ts";
export { integratedLoudness, peakEnvelope, samplePeak, truePeak } from "./loudness.ts";
export { fromDecibels, SAMPLE_RATE, type Stereo, silence } from "./sound.ts";
export { runOnThread, serveThread, type ThreadContext } from "./thread.ts";
export { readWav, type WavAudio, type WavFormat, writeWav } from "./wav.ts";
