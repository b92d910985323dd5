// PersonalData
