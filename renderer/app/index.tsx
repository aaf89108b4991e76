import { call } from "./bridge.ts";

const info = await call("app.info");
document.title = `Understudy ${info.version}`;
