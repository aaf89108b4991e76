/** The player's controls: scrub bar, play, steps, loop, sound, timecode, full screen. */
import { ActionIcon, Group, Text, Tooltip } from "@mantine/core";
import {
  IconMaximize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconRepeat,
  IconRepeatOff,
  IconVolume,
  IconVolumeOff,
  type TablerIcon,
} from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Playback, Rate } from "./playback.ts";
import classes from "./Transport.module.css";
import { timecode } from "./timecode.ts";

interface Props {
  playback: Playback;
  rate: Rate;
  onFullScreen: () => void;
}

export function Transport({ playback, rate: { frames, fps }, onFullScreen }: Props) {
  const { t } = useTranslation("player");
  const { frame, isPlaying, loop, muted, volume, speed } = playback;
  const last = Math.max(1, frames - 1);
  return (
    <div className={classes.transport}>
      <input
        type="range"
        className={classes.scrub}
        style={{ "--at": `${(frame / last) * 100}%` } as CSSProperties}
        aria-label={t("position")}
        aria-valuetext={timecode(frame, fps)}
        min={0}
        max={last}
        step={1}
        value={frame}
        onChange={(event) => playback.seek(event.currentTarget.valueAsNumber)}
      />
      <Group gap={4} wrap="nowrap">
        <Control label={t("back")} icon={IconPlayerSkipBack} onClick={() => playback.step(-1)} />
        <Control
          label={isPlaying ? t("pause") : t("play")}
          icon={isPlaying ? IconPlayerPauseFilled : IconPlayerPlayFilled}
          onClick={playback.toggle}
        />
        <Control label={t("forward")} icon={IconPlayerSkipForward} onClick={() => playback.step(1)} />
        <Text component="span" className={classes.time} role="timer" aria-label={t("time")}>
          {timecode(frame, fps)}
          <span className={classes.total}> / {timecode(frames, fps)}</span>
        </Text>
        {speed !== 1 && (
          <Text component="span" className={classes.speed}>
            {speed}×
          </Text>
        )}
        <span className={classes.gap} />
        <Control
          label={muted ? t("unmute") : t("mute")}
          icon={muted || volume === 0 ? IconVolumeOff : IconVolume}
          onClick={() => playback.setMuted(!muted)}
        />
        <input
          type="range"
          className={classes.volume}
          style={{ "--at": `${(muted ? 0 : volume) * 100}%` } as CSSProperties}
          aria-label={t("volume")}
          min={0}
          max={1}
          step={0.05}
          value={muted ? 0 : volume}
          onChange={(event) => {
            playback.setMuted(false);
            playback.setVolume(event.currentTarget.valueAsNumber);
          }}
        />
        <Control
          label={loop ? t("noLoop") : t("loop")}
          icon={loop ? IconRepeat : IconRepeatOff}
          pressed={loop}
          onClick={() => playback.setLoop(!loop)}
        />
        <Control label={t("fullScreen")} icon={IconMaximize} onClick={onFullScreen} />
      </Group>
    </div>
  );
}

interface ControlProps {
  label: string;
  icon: TablerIcon;
  pressed?: boolean;
  onClick: () => void;
}

function Control({ label, icon: Icon, pressed, onClick }: ControlProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={classes.control}
        size={32}
        aria-label={label}
        {...(pressed !== undefined && { "aria-pressed": pressed })}
        onClick={onClick}
      >
        <Icon size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
