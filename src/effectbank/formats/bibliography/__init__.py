"""What the formats of bibliographic records share: tags, names, dates, fields, and what each does with them."""
