/** Sound: convolution, WAV files and loudness. */
export { convolve } from "./convolve.ts";
export { integratedLoudness, peakEnvelope, samplePeak, truePeak } from "./loudness.ts";
export { fromDecibels, SAMPLE_RATE, type Stereo, silence } from "./sound.ts";
export { readWav, type WavAudio, type WavFormat, writeWav } from "./wav.ts";
