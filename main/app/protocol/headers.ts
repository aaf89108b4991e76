/** The headers that every answer of `app://studio/` carries. */

/**
 * Nothing is allowed but what is named. Styles may be inline, since the component library writes some at run
 * time; scripts may not.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** A file that the user brought is shown, never run: an SVG opened as a page has no script and no origin. */
const MEDIA_POLICY = ["default-src 'none'", "frame-ancestors 'none'", "sandbox"];

/** Features of the web that the studio does without; camera and microphone are for cameos. */
const FEATURES = [
  ...["camera=(self)", "microphone=(self)", "fullscreen=(self)", "clipboard-write=(self)"],
  ...["accelerometer", "bluetooth", "clipboard-read", "display-capture", "geolocation", "gyroscope"].map(
    (feature) => `${feature}=()`,
  ),
  ...["hid", "idle-detection", "local-fonts", "magnetometer", "midi", "payment", "serial", "usb"].map(
    (feature) => `${feature}=()`,
  ),
];

const COMMON = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": FEATURES.join(", "),
};

/** Of the program's own pages, scripts and styles. */
export const PROGRAM_HEADERS: Record<string, string> = {
  ...COMMON,
  "content-security-policy": POLICY.join("; "),
};

/** Of what the user made or brought. */
export const MEDIA_HEADERS: Record<string, string> = {
  ...COMMON,
  "content-security-policy": MEDIA_POLICY.join("; "),
};
