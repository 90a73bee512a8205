#pragma once
// How far an application came, over all its mails.
#include <vector>

#include "filters/correspondence.h"

namespace ajar {

/// The furthest stage that the no, its earlier mails and the people met prove. An acknowledgement proves no interview,
/// an invitation only one whose day came before the no; the user's own thanks prove the talk they look back on. Two
/// rounds or three interviewers make it final.
Stage stage_reached(const Reading& rejection, const std::vector<EarlierMail>& mails,
                    const std::vector<Contact>& contacts, const Candidate& candidate);

/// True unless every calendar day an invitation names comes after the no.
bool took_place(const Reading& invitation, const Reading& rejection, const Candidate& candidate);

}  // namespace ajar
