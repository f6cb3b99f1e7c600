"""The arithmetic: arrays in, arrays out. Last axis = study, absent = NaN, leading axes = many analyses at once."""
