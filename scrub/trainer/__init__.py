"""Training: synthetic pages, fitting, model files. The only room that imports scikit-learn."""
