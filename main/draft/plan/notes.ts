/** What the user is told about the plan. */
import type { DraftRequest } from "#contract/draft.ts";
import type { ReaderAttribute } from "#contract/scenery.ts";
import type { PlanNote, Shot } from "#contract/storyboard.ts";
import type { Understanding } from "./understanding.ts";

const PLAIN_NAMES: Record<ReaderAttribute, string> = {
  setting: "setting",
  time: "time of day",
  weather: "weather",
  season: "season",
  look: "look",
  mood: "mood",
  camera: "camera move",
  colour: "colour",
  change: "change of light",
};

const NOT_FOR_PAINTERS = {
  steps: "a number of steps",
  guidance: "guidance",
  negative: "a negative prompt",
  strength: "a strength",
} as const;

/** What the picture comes from says these, where it is not painted from the reader's words. */
const TOLD_BY_THE_PICTURE: readonly ReaderAttribute[] = ["setting", "season", "look", "mood", "colour"];

export interface Planned {
  request: DraftRequest;
  understandings: readonly Understanding[];
  shots: readonly Shot[];
  /** Words of shots that found no room. */
  left: string;
  /** Whether a painter draws: diffusion packs draw words that the reader does not know, and use every option. */
  isPainter: boolean;
}

/** One note for all words that are not drawn, one for each attribute that is unclear, one for each idle option. */
export function notesOf({ request, understandings, shots, left, isPainter }: Planned): PlanNote[] {
  const isPainted = isPainter && (request.init === undefined || request.parent !== undefined);
  const unclear = understandings.map((understanding) => ({
    ...understanding,
    unclear: understanding.unclear.filter(
      (attribute) => isPainted || !TOLD_BY_THE_PICTURE.includes(attribute),
    ),
  }));
  return [
    ...(isPainted ? unknownNote(understandings.flatMap(({ unknown }) => unknown)) : []),
    ...unclear.flatMap((understanding, index) => unclearNotes(request, understanding, shots, index)),
    ...leftNote(left, shots.length),
    ...(isPainter ? [...originNote(request), ...idleOptions(request)] : []),
  ];
}

/** How a painter begins where others would change a picture. */
function originNote({ init, parent }: DraftRequest): PlanNote[] {
  if (parent !== undefined) {
    const message =
      "The built-in painter paints anew: its seed, and what the prompt does not say, are those of the clip that is remixed.";
    return [{ code: "started-from", subject: "remix", message }];
  }
  if (init === undefined) return [];
  const message =
    "The built-in painter does not change a picture: it is shown as it is, moved and lit as the prompt says.";
  return [{ code: "started-from", subject: "image", message }];
}

function unknownNote(words: readonly string[]): PlanNote[] {
  const names = [...new Map(words.map((word) => [word.toLowerCase(), word])).values()].join(", ");
  if (names === "") return [];
  const message = `Not drawn: ${names}. The built-in pack paints scenery only.`;
  return [{ code: "unknown-words", subject: names, message }];
}

function unclearNotes(
  request: DraftRequest,
  { said, unclear }: Understanding,
  shots: readonly Shot[],
  index: number,
): PlanNote[] {
  const where = shots.length > 1 ? ` of shot ${index + 1}` : "";
  return unclear
    .filter((attribute) => !(attribute === "look" && request.style !== undefined))
    .map((attribute) => {
      const taken = shots[index]![attribute];
      const what = taken === null ? "left it out" : `took "${taken}"`;
      const reason =
        said[attribute] === undefined ? "may have been said, but was not understood" : "is not clear";
      return {
        code: "unresolved",
        subject: attribute,
        message: `The ${PLAIN_NAMES[attribute]}${where} ${reason}: ${what}.`,
        taken,
        ...(shots.length > 1 && { shot: index + 1 }),
      };
    });
}

function leftNote(left: string, shots: number): PlanNote[] {
  if (left === "") return [];
  const message = `Not drawn: "${left}". A clip of this length has at most ${shots} shots.`;
  return [{ code: "no-room", subject: left, message }];
}

function idleOptions(request: DraftRequest): PlanNote[] {
  const options = Object.keys(NOT_FOR_PAINTERS) as (keyof typeof NOT_FOR_PAINTERS)[];
  return options
    .filter((option) => request[option] !== undefined && request[option] !== "")
    .map((option) => ({
      code: "ignored-option",
      subject: option,
      message: `The built-in painter has no use for ${NOT_FOR_PAINTERS[option]}: ignored.`,
    }));
}
