// FacePipeline: laid out, not yet built.
