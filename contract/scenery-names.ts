/**
 * What people call the words of a scene, in both languages: the first name of each list is the one to show,
 * all of them are found by a search.
 */
import type {
  CameraMove,
  Colour,
  LightChange,
  Look,
  Mood,
  Season,
  Setting,
  Sound,
  TimeOfDay,
  Weather,
} from "./scenery.ts";

export type SceneryWord =
  | Setting
  | TimeOfDay
  | Weather
  | Season
  | Look
  | Mood
  | CameraMove
  | Colour
  | LightChange
  | Sound;

interface Names {
  en: readonly [string, ...string[]];
  zh: readonly [string, ...string[]];
}

const names = (en: Names["en"], zh: Names["zh"]): Names => ({ en, zh });

export const SCENERY_NAMES: Record<SceneryWord, Names> = {
  sea: names(["sea", "ocean"], ["大海", "海洋"]),
  beach: names(["beach", "shore"], ["海滩", "沙滩"]),
  "mountain-lake": names(["mountain lake"], ["高山湖泊", "湖"]),
  forest: names(["forest", "woods"], ["森林", "树林"]),
  "autumn-wood": names(["autumn wood", "autumn forest"], ["秋林", "秋天的树林"]),
  desert: names(["desert", "dunes"], ["沙漠", "沙丘"]),
  skyline: names(["skyline", "city"], ["城市天际线", "都市"]),
  street: names(["street", "road"], ["街道", "马路"]),
  snowfield: names(["snowfield"], ["雪原", "雪地"]),
  underwater: names(["underwater"], ["水下", "海底"]),
  space: names(["space", "stars"], ["太空", "星空"]),
  planet: names(["planet"], ["星球", "行星"]),
  meadow: names(["meadow", "grass"], ["草地", "草原"]),
  room: names(["room", "interior"], ["房间", "室内"]),
  stage: names(["stage", "theatre"], ["舞台", "剧场"]),
  station: names(["station", "platform"], ["车站", "站台"]),
  dawn: names(["dawn", "sunrise"], ["黎明", "日出"]),
  day: names(["day", "daylight"], ["白天"]),
  dusk: names(["dusk", "sunset"], ["黄昏", "日落"]),
  night: names(["night"], ["夜晚", "夜里"]),
  clear: names(["clear", "sunny"], ["晴朗"]),
  cloudy: names(["cloudy", "overcast"], ["多云", "阴天"]),
  rain: names(["rain", "rainy"], ["下雨", "雨声"]),
  snow: names(["snow", "snowing"], ["下雪"]),
  fog: names(["fog", "mist"], ["有雾", "薄雾"]),
  storm: names(["storm"], ["暴风雨"]),
  spring: names(["spring"], ["春天"]),
  summer: names(["summer"], ["夏天"]),
  autumn: names(["autumn", "fall"], ["秋天"]),
  winter: names(["winter"], ["冬天"]),
  realistic: names(["realistic", "photo"], ["写实"]),
  watercolour: names(["watercolour", "watercolor"], ["水彩"]),
  anime: names(["anime"], ["动漫"]),
  oil: names(["oil", "oil painting"], ["油画"]),
  ink: names(["ink", "ink wash"], ["水墨"]),
  noir: names(["noir", "black and white"], ["黑色电影", "黑白"]),
  calm: names(["calm", "peaceful"], ["宁静", "平静"]),
  joyful: names(["joyful", "happy"], ["欢快", "快乐"]),
  mysterious: names(["mysterious"], ["神秘"]),
  dramatic: names(["dramatic"], ["戏剧性", "壮观"]),
  melancholy: names(["melancholy", "sad"], ["忧郁", "悲伤"]),
  romantic: names(["romantic"], ["浪漫"]),
  static: names(["static"], ["固定镜头"]),
  "pan-left": names(["pan left"], ["左摇"]),
  "pan-right": names(["pan right"], ["右摇"]),
  "tilt-up": names(["tilt up"], ["上摇"]),
  "tilt-down": names(["tilt down"], ["下摇"]),
  push: names(["push in"], ["推进"]),
  pull: names(["pull back"], ["拉远"]),
  orbit: names(["orbit"], ["环绕"]),
  red: names(["red"], ["红色"]),
  orange: names(["orange"], ["橙色"]),
  gold: names(["gold", "golden"], ["金色"]),
  green: names(["green"], ["绿色"]),
  teal: names(["teal"], ["青色"]),
  blue: names(["blue"], ["蓝色"]),
  purple: names(["purple"], ["紫色"]),
  pink: names(["pink"], ["粉色"]),
  white: names(["white"], ["白色"]),
  black: names(["black"], ["黑色"]),
  "sun-sinks": names(["sun sinks", "sunset"], ["太阳落下", "日落"]),
  "sun-rises": names(["sun rises", "sunrise"], ["太阳升起", "日出"]),
  waves: names(["waves"], ["海浪"]),
  wind: names(["wind"], ["风声"]),
  thunder: names(["thunder"], ["雷声"]),
  traffic: names(["traffic"], ["车流声"]),
  birds: names(["birds"], ["鸟鸣"]),
  gulls: names(["gulls", "seagulls"], ["海鸥"]),
  crickets: names(["crickets"], ["蟋蟀"]),
  fire: names(["fire"], ["火焰", "篝火"]),
  crowd: names(["crowd"], ["人群"]),
  bells: names(["bells"], ["钟声"]),
  stream: names(["stream", "brook"], ["溪流"]),
  train: names(["train"], ["火车"]),
  hum: names(["hum"], ["低鸣"]),
  leaves: names(["leaves"], ["树叶声"]),
};
