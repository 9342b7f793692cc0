// FacePipelineTests
