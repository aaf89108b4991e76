/** The studio's look as Mantine's theme: one accent, quiet greys, an 8-px grid. Further variables: theme.css. */
import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/** Coral, the one accent. */
const coral: MantineColorsTuple = [
  "#fff2ee",
  "#ffe1d8",
  "#ffc3b1",
  "#ffa387",
  "#ff8c6b",
  "#fb7552",
  "#e85d38",
  "#c04322",
  "#9b361c",
  "#762a17",
];

/** Cool greys: text at 0 to 2, borders at 4, surfaces from 5 to 9. */
const dark: MantineColorsTuple = [
  "#e9ebee",
  "#c3c8cf",
  "#9ba3ad",
  "#6f7782",
  "#353b44",
  "#282d35",
  "#20242b",
  "#191c22",
  "#131519",
  "#0d0f12",
];

/** Words on the accent as it is in the theme that is shown; Mantine would choose them for the light one. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const isAccent = (input.color ?? input.theme.primaryColor) === input.theme.primaryColor;
  if (input.variant !== "filled" || !isAccent) return colors;
  return { ...colors, color: "var(--mantine-primary-color-contrast)" };
};

export const theme = createTheme({
  variantColorResolver,
  primaryColor: "coral",
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  // Dark words on every coral of the dark theme, also where the pointer is.
  luminanceThreshold: 0.2,
  colors: { coral, dark },
  fontFamily:
    '"Inter Variable", "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif',
  fontFamilyMonospace: '"SF Mono", "Cascadia Code", "JetBrains Mono", ui-monospace, monospace',
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "24px", lineHeight: "32px" },
      h2: { fontSize: "18px", lineHeight: "24px" },
      h3: { fontSize: "15px", lineHeight: "24px" },
    },
  },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Button: { defaultProps: { size: "sm" } },
  },
});
