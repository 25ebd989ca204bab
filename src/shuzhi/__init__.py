"""Shuzhi 数治: a city's data loop in one offline process."""
