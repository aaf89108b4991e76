/** Sound: offline rendering, WAV files, loudness, and a thread to do it on. */
export { integratedLoudness, peakEnvelope, samplePeak, truePeak } from "./loudness.ts";
export { convolver, playBuffer, renderOffline } from "./offline.ts";
export { fromDecibels, SAMPLE_RATE, type Stereo, silence, toDecibels } from "./sound.ts";
export { runOnThread, serveThread } from "./thread.ts";
export { decodeWav, encodeWav, readWav, type WavAudio, type WavFormat, writeWav } from "./wav.ts";
