/** Posters and strips of the library's items: pictures that are made once and may be deleted at any time. */
export { forgetPictures, type PictureKind } from "./files.ts";
export { PictureMaker, type PictureSource } from "./maker.ts";
