/** Pictures for a draft to start from: dropped, pasted, chosen, or of the library. */
import { MAX_PICTURE_BYTES, PICTURE_TYPES, type PictureFile } from "#contract/queue.ts";
import { CallProblem, call } from "../app/bridge.ts";
import { toastProblem } from "../ui/toasts.tsx";
import { change } from "./wish.ts";

/** What a file chooser is to offer. */
export const PICTURE_ACCEPT = PICTURE_TYPES.map((type) => `.${type}`).join(",");

/** The first picture of a drop or a paste; undefined when there is none. */
export function pictureIn(data: DataTransfer | null): File | undefined {
  return [...(data?.files ?? [])].find((file) => file.type.startsWith("image/"));
}

/** Starts from what was dropped; when no picture is among it, that is told. */
export function startFromDrop(files: readonly File[]): void {
  const file = files.find(({ type }) => type.startsWith("image/")) ?? files[0];
  if (file !== undefined) void startFromPicture(file);
}

/** Keeps the picture and starts the next draft from it; what is wrong with it is told. */
export async function startFromPicture(file: File): Promise<void> {
  try {
    const kept = await call("queue.picture", await read(file));
    change({ start: { from: "picture", ...kept, name: file.name } });
  } catch (error) {
    toastProblem(error);
  }
}

/**
 * Starts the next draft from an item of the library: a picture, or of a clip this frame, else that of its poster.
 * What is wrong is told; tells whether it could.
 */
export async function startFromItem(id: string, frame: number | undefined): Promise<boolean> {
  try {
    const [item, kept] = await Promise.all([
      call("library.item", { id }),
      call("queue.still", { id, ...(frame !== undefined && { frame }) }),
    ]);
    change({ start: { from: "picture", ...kept, name: item.title } });
    return true;
  } catch (error) {
    toastProblem(error);
    return false;
  }
}

async function read(file: File): Promise<PictureFile> {
  const ending = file.name.split(".").at(-1)?.toLowerCase();
  const extension = PICTURE_TYPES.find((type) => type === ending || file.type === `image/${type}`);
  if (extension === undefined) {
    throw new CallProblem({ code: "corrupt-media", message: file.name, hint: "" });
  }
  if (file.size > MAX_PICTURE_BYTES) {
    const message = `${file.name}: ${Math.round(file.size / 2 ** 20)} MB > ${MAX_PICTURE_BYTES / 2 ** 20} MB`;
    throw new CallProblem({ code: "bad-input", message, hint: "" });
  }
  return { extension, data: await base64(file) };
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
