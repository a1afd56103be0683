"""Lines for the experiment `projects_translate`: a few of our own for a first look, and changes that users make."""

OWN = (
    ("Ein Hund rennt durch den Schnee.", "A dog runs through the snow."),
    ("Zwei Kinder spielen am Strand.", "Two children are playing on the beach."),
    ("Ein Mann mit Hut sitzt auf einer Bank.", "A man with a hat is sitting on a bench."),
    ("Eine Frau fährt Fahrrad auf der Straße.", "A woman is riding a bicycle on the street."),
    ("Drei Männer stehen neben einem Gebäude.", "Three men are standing next to a building."),
    ("Ein Mädchen in einem roten Kleid tanzt.", "A girl in a red dress is dancing."),
    ("Ein Junge springt in das Wasser.", "A boy jumps into the water."),
    ("Menschen gehen in der Stadt spazieren.", "People are walking in the city."),
    ("Eine Katze schläft auf dem Sofa.", "A cat is sleeping on the sofa."),
    ("Der Koch bereitet in der Küche das Essen zu.", "The cook is preparing food in the kitchen."),
    ("Ein Fußballspieler schießt den Ball.", "A soccer player kicks the ball."),
    ("Eine Gruppe von Leuten sitzt an einem Tisch.", "A group of people is sitting at a table."),
)
SHOWN = "Ein kleiner Junge mit einem roten Hut spielt im Garten mit seinem Hund."  # our own; its attention is drawn


# --8<-- [start:changes]
def lower(line: str) -> str:
    """No capitals."""
    return line.lower()


def plain(line: str) -> str:
    """Umlauts and ß as on a keyboard without them."""
    for letter, base in zip("äöüÄÖÜ", "aouAOU", strict=True):
        line = line.replace(letter, f"{base}e")
    return line.replace("ß", "ss")


def without_end(line: str) -> str:
    """No full stop at the end."""
    return line.rstrip(".")


# --8<-- [end:changes]
CHANGES = {"lower": lower, "plain": plain, "no_stop": without_end}
