from topbms.sim.chance import dice


def test_the_same_words_give_the_same_draws() -> None:
    assert dice(7, "pack", 1).random() == dice(7, "pack", 1).random()


def test_other_words_give_other_draws() -> None:
    assert dice(7, "pack", 1).random() != dice(7, "pack", 2).random()
    assert dice(7, 1).random() != dice(71).random()
