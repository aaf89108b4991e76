/** The prompt's language: Chinese when it has at least as many Chinese characters as Latin words. */
export function languageOf(text: string): "en" | "zh" {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  return chinese > 0 && chinese >= words ? "zh" : "en";
}
