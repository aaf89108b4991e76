/** The commands, and what happens when one fails. Each command is loaded when it is called. */
import { Command, CommanderError } from "commander";
import { SIZES } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { reportError } from "./report.ts";

/** Runs the command line `args` (without node and script); sets the exit code. */
export async function main(args: string[]): Promise<void> {
  try {
    await program().parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    process.exitCode = await reportError(asProblem(error), args.includes("--json"));
  }
}

function program(): Command {
  const program = new Command("understudy")
    .description("Drafts short clips with sound from a sentence, offline.")
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .showHelpAfterError(false)
    .addHelpText("after", ENVIRONMENT);

  draftOptions(
    program
      .command("draft")
      .description("make a clip from a prompt, English or Chinese")
      .argument("[prompt...]", "what is seen and heard")
      .option("--image <file>", "start from this picture"),
  ).action(async (words, flags) => (await import("./draft.ts")).draftCommand(words.join(" "), flags));
  draftOptions(
    program
      .command("remix")
      .description("make a clip from another one: options that are left out are those of that clip")
      .argument("<id>", "the generation, or the beginning of its id")
      .argument("[prompt...]", "what is seen and heard now"),
  ).action(async (id, words, flags) => (await import("./draft.ts")).remixCommand(id, words.join(" "), flags));
  program
    .command("resume")
    .description("continue an interrupted draft, the latest when no id is given")
    .argument("[id]", "the job")
    .option("--preview <folder>", "write pictures there as soon as a diffusion pack has made them")
    .option("--encoder <name>", "as of draft")
    .option("--json", "one line of JSON at the end, nothing else on stdout")
    .action(async (id, flags) => (await import("./draft.ts")).resumeCommand(id, flags));
  program
    .command("list")
    .description("what is in the library, newest first, and drafts that were interrupted")
    .option("--limit <number>", "how many, at most 500", "20")
    .option("--before <id>", "the page after this generation")
    .option("--search <words>", "only prompts with all of these words")
    .option("--json", "one line of JSON")
    .action(async (flags) => (await import("./library.ts")).listCommand(flags));
  program
    .command("show")
    .description("everything about one generation or job")
    .argument("<id>", "the id, or its beginning")
    .option("--json", "one line of JSON")
    .action(async (id, flags) => (await import("./library.ts")).showCommand(id, flags));
  program
    .command("rm")
    .description("remove a generation and its files, or forget an unfinished job")
    .argument("<id>", "the id, or its beginning")
    .option("--json", "one line of JSON")
    .action(async (id, flags) => (await import("./library.ts")).removeCommand(id, flags));
  program
    .command("restore-backup")
    .description("go back to the library's last backup; the present file is kept aside")
    .option("--json", "one line of JSON")
    .action(async (flags) => (await import("./library.ts")).restoreCommand(flags));
  program
    .command("doctor")
    .description("what works on this machine, and what does not")
    .option("--json", "one line of JSON")
    .action(async (flags) => (await import("./doctor.ts")).doctorCommand(flags));
  addPackCommands(
    program.command("packs").description("models on this machine: diffusion, voices, matting, depth"),
  );
  return program;
}

function addPackCommands(packs: Command): void {
  const commands = () => import("./packs.ts");
  packs
    .command("list")
    .description("what is installed, and downloads that are not finished")
    .option("--json", "one line of JSON")
    .action(async (flags) => (await commands()).packsListCommand(flags));
  packs
    .command("show")
    .description("what a pack can do, where it runs, its speed here, its licence")
    .argument("<id>", "the pack")
    .option("--licence", "only the licence's whole text")
    .option("--json", "one line of JSON")
    .action(async (id, flags) => (await commands()).packsShowCommand(id, flags));
  packs
    .command("add")
    .description("add a pack, after trying it")
    .argument("<source>", "a folder, an .onnx file, a .zip file, or owner/name of the Hugging Face hub")
    .option("--id <id>", "its name here; made from the source's when left out")
    .option("--copy", "copy a folder's files instead of using them where they are")
    .option("--kind <kind>", "what it is, for packs that do not tell: matting, depth")
    .option("--near <values>", "depth packs that do not tell which of their values are near: large, small")
    .option("--revision <revision>", "hub: branch, tag or commit")
    .option("--provider <name>", "where to try it; the machine's best when left out")
    .option("--json", "one line of JSON at the end, nothing else on stdout")
    .action(async (source, flags) => (await commands()).packsAddCommand(source, flags));
  packs
    .command("remove")
    .description("remove a pack; of one that is used where it is, the files stay")
    .argument("<id>", "the pack, or the source of a download that is not finished")
    .option("--json", "one line of JSON")
    .action(async (id, flags) => (await commands()).packsRemoveCommand(id, flags));
  packs
    .command("verify")
    .description("read every file again, and name those that are wrong")
    .argument("[id]", "the pack; all when left out")
    .option("--json", "one line of JSON")
    .action(async (id, flags) => (await commands()).packsVerifyCommand(id, flags));
}

/** The options that `draft` and `remix` share. Their defaults are in request.ts. */
function draftOptions(command: Command): Command {
  return command
    .option("--out <file>", "also write the clip there, an .mp4")
    .option("--seconds <number>", "length, 1 to 20 (10)")
    .option("--size <size>", `${SIZES.join(", ")} (${SIZES[0]})`)
    .option("--fps <number>", "frames a second: 24")
    .option("--seed <number>", "same seed, same clip; random when left out")
    .option("--style <look>", "a look that overrides the prompt's")
    .option("--pack <id>", "the model that paints")
    .option("--steps <number>", "diffusion packs: denoising steps")
    .option("--guidance <number>", "diffusion packs: how closely to follow the prompt")
    .option("--negative <text>", "diffusion packs: what to avoid")
    .option("--strength <number>", "diffusion packs: 0 keeps the picture or clip, 1 keeps nothing (0.6)")
    .option("--preview <folder>", "write pictures there as soon as a diffusion pack has made them")
    .option("--provider <name>", "execution provider; the machine's best when left out")
    .option(
      "--encoder <name>",
      "what encodes the picture; other than libx264, the bytes depend on the machine",
    )
    .option("--json", "one line of JSON at the end, nothing else on stdout");
}

const ENVIRONMENT = `
Environment:
  UNDERSTUDY_HOME      folder of the library, clips, packs and caches
  UNDERSTUDY_CACHE_GB  bound of the finished stages that are kept for later drafts (4)
  UNDERSTUDY_FFMPEG    the ffmpeg to use
  UNDERSTUDY_BACKLOT   another folder in the built-in pack's place
  HF_ENDPOINT          the hub that packs come from (https://huggingface.co)
  HF_TOKEN             your token there, for packs that ask for consent`;

function asProblem(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const message = error.message.replace(/^error: /, "");
  if (error.code === "commander.help") {
    return new Problem("bad-input", "No command was given.", "`understudy --help` lists the commands.");
  }
  return new Problem(
    "bad-input",
    `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace(/\.\.$/, "."),
    "`understudy --help` lists the commands, `understudy COMMAND --help` their options.",
  );
}
