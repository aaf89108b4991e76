/** What the window loads besides the program itself: one line a kind. Addresses are relative on every host. */
import type { Studio } from "../studio.ts";
import type { Route } from "./index.ts";
import { mediaRoute } from "./media.ts";
import { picturesRoute } from "./pictures.ts";
import { previewsRoute } from "./previews.ts";

export function studioRoutes({ home, queue, services }: Studio): Record<string, Route> {
  return {
    media: mediaRoute(home),
    previews: previewsRoute(queue),
    posters: picturesRoute(services, "posters"),
    thumbs: picturesRoute(services, "thumbs"),
    strips: picturesRoute(services, "strips"),
  };
}
