/** The parts of a clip's sound. Apart from the schemas, which the threads that make sound have no use for. */
export const STEMS = ["dialogue", "effects", "ambience", "music"] as const;
