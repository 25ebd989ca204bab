"""The one map (一张图): what happened where, over every layer one may see."""
