/** Narrowing the library: a panel of what there is to choose, and a chip for each choice. */
import { Button, Checkbox, Indicator, Popover, ScrollArea, Stack, Text } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Facets, ItemKind } from "#contract/library.ts";
import type { Look } from "#contract/scenery.ts";
import classes from "./Filters.module.css";
import { day, number, sceneryLabel } from "./format.ts";
import { StarsInput } from "./Stars.tsx";
import { changeQuery, clearFilters, isNarrowed, type Query, useLibrary } from "./state.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const SPANS = [1, 7, 30, 365] as const;

export function FilterButton({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation("library");
  const query = useLibrary((state) => state.query);
  const isActive = isNarrowed({ ...query, search: undefined, collection: undefined });
  return (
    <Popover position="bottom-start" width={320} shadow="md" trapFocus>
      <Indicator disabled={!isActive} size={8} offset={4}>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} stroke={1.6} aria-hidden />}>
            {t("filter.button")}
          </Button>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t("filter.button")}>
        <ScrollArea.Autosize mah="70vh">
          <Stack gap="lg" p="md">
            <Facet name={t("filter.rating")}>
              <StarsInput
                rating={query.rating ?? 0}
                onRate={(rating) => changeQuery({ rating: rating === 0 ? undefined : rating })}
              />
            </Facet>
            <Facet name={t("filter.date")}>
              <div className={classes.chips}>
                {SPANS.map((days) => (
                  <Chip
                    key={days}
                    isOn={query.from === since(days)}
                    onToggle={(on) => changeQuery({ from: on ? since(days) : undefined, to: undefined })}
                    text={days === 1 ? t("filter.today") : t("filter.days", { count: days })}
                  />
                ))}
              </div>
            </Facet>
            <Choices
              name={t("filter.kind")}
              counted={facets?.kinds}
              chosen={query.kinds}
              words={(kind) => t(`kinds.${kind as ItemKind}`)}
              onChoose={(kinds) => changeQuery({ kinds: kinds as ItemKind[] })}
            />
            <Choices
              name={t("filter.look")}
              counted={facets?.looks}
              chosen={query.looks}
              words={sceneryLabel}
              onChoose={(looks) => changeQuery({ looks: looks as Look[] })}
            />
            <Choices
              name={t("filter.pack")}
              counted={facets?.packs}
              chosen={query.packs}
              words={packName}
              onChoose={(packs) => changeQuery({ packs })}
            />
            <Choices
              name={t("filter.tags")}
              counted={facets?.tags}
              chosen={query.tags}
              words={(tag) => tag}
              onChoose={(tags) => changeQuery({ tags })}
            />
            <Choices
              name={t("filter.cameos")}
              counted={facets?.cameos.slice(0, 50).map(({ id, count }) => ({ value: id, count }))}
              chosen={query.cameos}
              words={(id) => facets?.cameos.find((cameo) => cameo.id === id)?.name ?? id}
              onChoose={(cameos) => changeQuery({ cameos })}
            />
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The beginning of the day so many days ago: the same all day long, so that it can be recognised. */
function since(days: number): number {
  return new Date().setHours(0, 0, 0, 0) - (days - 1) * DAY_MS;
}

function packName(pack: string): string {
  return pack === "sora" ? "Sora" : pack;
}

function Facet({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <section aria-label={name}>
      <Text size="xs" fw={600} c="dimmed" mb={6} component="h3">
        {name}
      </Text>
      {children}
    </section>
  );
}

interface ChoicesProps {
  name: string;
  counted: readonly { value: string; count: number }[] | undefined;
  chosen: readonly string[] | undefined;
  words: (value: string) => string;
  onChoose: (chosen: string[]) => void;
}

function Choices({ name, counted, chosen = [], words, onChoose }: ChoicesProps) {
  if (counted === undefined || counted.length === 0) return null;
  return (
    <Facet name={name}>
      {counted.map(({ value, count }) => (
        <div key={value} className={classes.choice}>
          <Checkbox
            size="xs"
            label={words(value)}
            checked={chosen.includes(value)}
            onChange={({ currentTarget: { checked } }) =>
              onChoose(checked ? [...chosen, value] : chosen.filter((other) => other !== value))
            }
          />
          <Text size="xs" c="dimmed">
            {number(count)}
          </Text>
        </div>
      ))}
    </Facet>
  );
}

function Chip({ text, isOn, onToggle }: { text: string; isOn: boolean; onToggle: (on: boolean) => void }) {
  return (
    <button type="button" className={classes.toggle} aria-pressed={isOn} onClick={() => onToggle(!isOn)}>
      {text}
    </button>
  );
}

/** What narrows the query now, each to be taken away. */
export function FilterChips({ facets, total }: { facets: Facets | undefined; total: number }) {
  const { t } = useTranslation("library");
  const query = useLibrary((state) => state.query);
  const chips = chipsOf(query, facets, t);
  return (
    <div className={classes.bar}>
      <Text size="xs" c="dimmed" role="status">
        {t("count", { count: total, shown: number(total) })}
      </Text>
      {chips.map(({ key, text, without }) => (
        <button
          key={key}
          type="button"
          className={classes.chip}
          aria-label={t("filter.remove", { name: text })}
          onClick={() => changeQuery(without)}
        >
          {text}
          <IconX size={12} aria-hidden />
        </button>
      ))}
      {chips.length > 1 && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={clearFilters}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

type T = ReturnType<typeof useTranslation<"library">>["t"];

function chipsOf(query: Query, facets: Facets | undefined, t: T) {
  const chips: { key: string; text: string; without: Partial<Query> }[] = [];
  const each = <Name extends "kinds" | "looks" | "packs" | "tags" | "cameos">(
    name: Name,
    words: (value: string) => string,
  ) => {
    const values = (query[name] ?? []) as string[];
    for (const value of values) {
      const without = { [name]: values.filter((other) => other !== value) } as Partial<Query>;
      chips.push({ key: `${name} ${value}`, text: words(value), without });
    }
  };
  if (query.rating) {
    chips.push({
      key: "rating",
      text: t("filter.atLeast", { count: query.rating }),
      without: { rating: undefined },
    });
  }
  if (query.from !== undefined) {
    chips.push({
      key: "from",
      text: t("filter.since", { date: day(query.from) }),
      without: { from: undefined },
    });
  }
  if (query.descendantsOf !== undefined) {
    chips.push({ key: "lineage", text: t("filter.descendants"), without: { descendantsOf: undefined } });
  }
  each("kinds", (kind) => t(`kinds.${kind as ItemKind}`));
  each("looks", sceneryLabel);
  each("packs", packName);
  each("tags", (tag) => `#${tag}`);
  each("cameos", (id) => facets?.cameos.find((cameo) => cameo.id === id)?.name ?? id);
  return chips;
}
