public import ArgumentParser
public import FaceTraining

// On the command line a rule is its name in configurations. The types are ours, of another target.
extension Mining: ExpressibleByArgument {}
extension TripletLoss.Form: ExpressibleByArgument {}
