"""One file a setting; each has `paint(s: Scene)`. The order is contract/scenery.ts's."""

SETTINGS = [
    "sea", "beach", "mountain-lake", "forest", "autumn-wood", "desert", "skyline", "street",
    "snowfield", "underwater", "space", "planet", "meadow", "room", "stage", "station",
]
