/** The draft that a studio makes by itself, so that nobody begins with a blank page. */

import type { DraftWish } from "#contract/queue.ts";
import type { Language } from "#contract/settings.ts";

const PROMPTS: Record<Language, string> = {
  en: "a red sun sinks into a calm sea, waves, gulls",
  "zh-CN": "红色的太阳沉入平静的大海，海浪声，海鸥",
};

/** Short, so that it is there before anybody wonders. */
export function sampleWish(language: Language): DraftWish {
  return { prompt: PROMPTS[language], seconds: 4, seed: 7 };
}
