"""What the reader tells: the words of every attribute, the sounds, and the tags of a token (contract/scenery.ts)."""

ATTRIBUTES = {
    "setting": "sea beach mountain-lake forest autumn-wood desert skyline street snowfield underwater space planet meadow room stage station".split(),
    "time": "dawn day dusk night".split(),
    "weather": "clear cloudy rain snow fog storm".split(),
    "season": "spring summer autumn winter".split(),
    "look": "realistic watercolour anime oil ink noir".split(),
    "mood": "calm joyful mysterious dramatic melancholy romantic".split(),
    "camera": "static pan-left pan-right tilt-up tilt-down push pull orbit".split(),
    "colour": "red orange gold green teal blue purple pink white black".split(),
    "change": "sun-sinks sun-rises".split(),
}
SOUNDS = "waves wind rain thunder traffic birds gulls crickets fire crowd bells stream train underwater hum leaves".split()
# A piece of a prompt by hand: something or other, but nothing unknown.
KNOWN = "known"
TAGS = ["filler", "unknown", *ATTRIBUTES, "sound"]
