/** What the disk says no to, in words. */
import { Problem } from "#contract/problem.ts";

/** The problem behind an error of the file system while `source` was copied into `folder`; else the error itself. */
export function diskProblem(error: NodeJS.ErrnoException, source: string, folder: string): Error {
  const cause = { cause: error };
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new Problem(
        "no-space",
        `The disk of ${folder} is full.`,
        "Free some space, or choose another disk.",
        { ...cause, text: { key: "disk-full", values: { folder } } },
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new Problem("not-writable", `${folder} cannot be written.`, "Choose another folder.", {
        ...cause,
        text: { key: "folder-not-writable", values: { folder } },
      });
    case "ENAMETOOLONG":
      return new Problem("bad-input", "The file's name is too long for the disk.", "Choose a shorter one.", {
        ...cause,
        text: { key: "name-too-long" },
      });
    case "ENOENT":
      return new Problem(
        "not-found",
        `${source} is not there.`,
        "Choose another folder, or draft the clip again.",
        { ...cause, text: { key: "file-gone", values: { file: source } } },
      );
    default:
      return error;
  }
}
