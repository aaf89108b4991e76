/** Where an item is from, what it took to make, and its files. */
import { useTranslation } from "react-i18next";
import type { ItemDetails } from "#contract/library.ts";
import { bytes, duration, moment } from "./format.ts";
import classes from "./Inspector.module.css";

type Fact = [name: string, value: string | null | undefined];

export function Facts({ item }: { item: ItemDetails }) {
  const { t } = useTranslation("library");
  const { generation, imported, width, height, seconds } = item;
  const size = width === null ? null : `${width} × ${height}`;
  const about: Fact[] = [
    [t("facts.made"), moment(item.createdAt)],
    [t("facts.size"), size],
    [t("facts.length"), seconds === null ? null : duration(seconds)],
  ];
  if (generation !== null) {
    const { request, provider, timings } = generation;
    const took = Object.values(timings).reduce((sum, ms) => sum + ms, 0);
    about.push(
      [t("facts.pack"), request.pack],
      [t("facts.provider"), provider],
      [t("facts.seed"), String(request.seed)],
      [t("facts.negative"), request.negative],
      [t("facts.took"), t("facts.seconds", { seconds: (took / 1000).toFixed(1) })],
    );
  }
  if (imported !== null) {
    about.push(
      [t("facts.file"), imported.fileName],
      [t("facts.codec"), [imported.videoCodec, imported.audioCodec].filter(Boolean).join(" · ")],
      [
        t("facts.rate"),
        imported.fps === null ? null : t("facts.fps", { fps: Number(imported.fps.toFixed(2)) }),
      ],
      [t("facts.origin"), imported.origin === "sora" ? "Sora" : null],
      [t("facts.proxy"), imported.proxy === "unneeded" ? null : t(`proxy.${imported.proxy}`)],
    );
  }
  const files: Fact[] = item.files.map(({ role, bytes: size }) => [roleName(role, t), bytes(size)]);
  return (
    <>
      <Section name={t("facts.about")} facts={about} />
      <Section name={t("facts.files")} facts={files} />
    </>
  );
}

function Section({ name, facts }: { name: string; facts: readonly Fact[] }) {
  return (
    <section>
      <h3 className={classes.heading}>{name}</h3>
      <dl className={classes.facts}>
        {facts.map(([fact, value]) =>
          value ? (
            <div key={fact} style={{ display: "contents" }}>
              <dt>{fact}</dt>
              <dd data-selectable>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}

type T = ReturnType<typeof useTranslation<"library">>["t"];

function roleName(role: string, t: T): string {
  switch (role) {
    case "clip":
      return t("files.clip");
    case "master":
      return t("files.master");
    case "stem:dialogue":
      return t("files.dialogue");
    case "stem:effects":
      return t("files.effects");
    case "stem:ambience":
      return t("files.ambience");
    case "stem:music":
      return t("files.music");
    case "init":
      return t("files.init");
    case "proxy":
      return t("files.proxy");
    default:
      return t("files.original");
  }
}
