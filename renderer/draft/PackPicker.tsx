/** Which model drafts, and on what. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Provider } from "#contract/draft.ts";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { PROVIDER_NAMES } from "../ui/providers.ts";
import classes from "./Composer.module.css";
import { useChoices } from "./choices.ts";
import { change, useComposer } from "./wish.ts";

export function PackPicker() {
  const { t } = useTranslation("draft");
  const { data, error, isPending, refetch } = useChoices();
  const pack = useComposer((composer) => composer.pack);
  const provider = useComposer((composer) => composer.provider);
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const packs = data?.packs ?? [];
  const providers = data?.providers ?? [];
  // A pack that drafts begin with may have been removed since.
  const isMissing = data !== undefined && !packs.some(({ id }) => id === pack);
  const kinds = { painter: t("pack.painter"), image: t("pack.image"), motion: t("pack.motion") };
  return (
    <div className={classes.pair}>
      <Select
        size="xs"
        label={t("pack.label")}
        classNames={{ label: classes.label! }}
        disabled={isPending}
        allowDeselect={false}
        comboboxProps={{ width: 280, position: "bottom-start" }}
        value={pack}
        error={isMissing && t("pack.missing")}
        data={[
          ...packs.map(({ id, name, kind }) => ({
            value: id,
            label: name,
            kind: kinds[kind as keyof typeof kinds] ?? "",
          })),
          ...(isMissing ? [{ value: pack, label: pack, kind: t("pack.missing") }] : []),
        ]}
        renderOption={({ option }) => (
          <span className={classes.option}>
            {option.label}
            <small>{(option as unknown as { kind: string }).kind}</small>
          </span>
        )}
        onChange={(id) => id !== null && change({ pack: id, steps: null, guidance: null })}
      />
      <Select
        size="xs"
        label={t("provider.label")}
        classNames={{ label: classes.label! }}
        disabled={isPending}
        allowDeselect={false}
        value={provider ?? ""}
        data={[
          { value: "", label: automatic(providers[0], t("provider.automatic")) },
          ...providers.map((value) => ({ value, label: PROVIDER_NAMES[value] })),
        ]}
        onChange={(value) => change({ provider: value ? (value as Provider) : null })}
      />
    </div>
  );
}

function automatic(best: Provider | undefined, word: string): string {
  return best === undefined ? word : `${word} (${PROVIDER_NAMES[best]})`;
}
